#include "facet.glsl"

// Tone mapping and anti-aliasing: sub-pixel reconstruction (Chajdas, McGuire, Luebke 2011). Color was shaded once per pixel,
// identity was drawn four times per pixel; a sample takes the color of a neighbour that shows the same thing.
uniform float exposure;
uniform usampler2D identities;
uniform sampler2D texels;
uniform usampler2DMS samples;
uniform sampler2D radiances;

in vec2 point;
layout(location = 0) out vec4 color;

uint key(ivec2 pixel) {
    uint identity = texelFetch(identities, pixel, 0).r;
    uint facet = uint(texelFetch(texels, pixel, 0).a * 255.0 + 0.5);
    return identity == 0u ? 0u : blend_key(identity, facet);
}

// Narkowicz' fit of the ACES filmic curve: the linear light a screen shows. Edges are blended in it, as an eye would.
vec3 shown(ivec2 pixel) {
    vec3 c = texelFetch(radiances, pixel, 0).rgb * exposure;
    return clamp(c * (2.51 * c + 0.03) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
}

vec3 srgb(vec3 c) {
    return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}

void main() {
    const ivec2 around[8] = ivec2[8](ivec2(-1, 0), ivec2(1, 0), ivec2(0, -1), ivec2(0, 1),
                                     ivec2(-1, -1), ivec2(1, -1), ivec2(-1, 1), ivec2(1, 1));
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(identities, 0) - 1;
    uint own = key(pixel);
    vec3 own_color = shown(pixel);
    vec3 sum = vec3(0.0);
    for (int number = 0; number < 4; ++number) {
        uint wanted = texelFetch(samples, pixel, number).r;
        vec3 found = own_color;
        // A loop, not an if: Mesa's software shaders run both sides of an if, but leave a loop early.
        int left = wanted == own ? 0 : 8;
        for (int next = 0; next < left; ++next) {
            ivec2 other = clamp(pixel + around[next], ivec2(0), last);
            if (key(other) == wanted) {
                found = shown(other);
                break;
            }
        }
        sum += found;
    }
    color = vec4(srgb(sum * 0.25), 1.0);
}
