#include "facet.glsl"
#include "film.glsl"

// Film and anti-aliasing: sub-pixel reconstruction (Chajdas, McGuire, Luebke 2011). Color was shaded once per pixel,
// identity was drawn four times per pixel; a sample takes the color of a neighbour that shows the same thing.
uniform usampler2D identities;
uniform sampler2D texels;
uniform usampler2DMS samples;
uniform sampler2D radiances;
uniform sampler2D glows;       // a quarter of the size: light scattered in the lens
uniform float kept;            // share of light that the lens does not scatter
uniform vec2 vignette;         // place on the picture -> tangent of the angle to the axis
uniform float grain;
uniform uint grain_seed;

in vec2 point;
layout(location = 0) out vec4 color;

uint key(ivec2 pixel) {
    uint identity = texelFetch(identities, pixel, 0).r;
    uint facet = uint(texelFetch(texels, pixel, 0).a * 255.0 + 0.5);
    return identity == 0u ? 0u : blend_key(identity, facet);
}

vec3 shown(ivec2 pixel, vec3 glow, float dimmed) {
    return on_film(texelFetch(radiances, pixel, 0).rgb * dimmed + glow);
}

// Light that falls in at an angle weakens with the fourth power of its cosine.
float dimming() {
    vec2 place = point * vignette;
    float cosine = 1.0 / (1.0 + dot(place, place));
    return cosine * cosine;
}

void main() {
    const ivec2 around[8] = ivec2[8](ivec2(-1, 0), ivec2(1, 0), ivec2(0, -1), ivec2(0, 1),
                                     ivec2(-1, -1), ivec2(1, -1), ivec2(-1, 1), ivec2(1, 1));
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(identities, 0) - 1;
    float dimmed = dimming();
    vec3 glow = textureLod(glows, point * 0.5 + 0.5, 0.0).rgb * dimmed;
    dimmed *= kept;
    uint own = key(pixel);
    vec3 own_color = shown(pixel, glow, dimmed);
    vec3 sum = vec3(0.0);
    for (int number = 0; number < 4; ++number) {
        uint wanted = texelFetch(samples, pixel, number).r;
        vec3 found = own_color;
        // A loop, not an if: Mesa's software shaders run both sides of an if, but leave a loop early.
        int left = wanted == own ? 0 : 8;
        for (int next = 0; next < left; ++next) {
            ivec2 other = clamp(pixel + around[next], ivec2(0), last);
            if (key(other) == wanted) {
                found = shown(other, glow, dimmed);
                break;
            }
        }
        sum += found;
    }
    color = vec4(encoded(sum * 0.25) + grain * grain_at(pixel, grain_seed), 1.0);
}
