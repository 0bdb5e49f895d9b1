#include "film.glsl"

// Anti-aliasing: sub-pixel reconstruction (Chajdas, McGuire, Luebke 2011). Color was shaded once per pixel, identity was
// drawn four times per pixel; a sample takes the color of a neighbour that shows the same thing.
uniform usampler2D keys;
uniform usampler2DMS samples;
uniform sampler2D films;
uniform float grain;
uniform uint grain_seed;

layout(location = 0) out vec4 color;

const ivec2 AROUND[9] = ivec2[9](ivec2(-1, 0), ivec2(1, 0), ivec2(0, -1), ivec2(0, 1), ivec2(-1, -1), ivec2(1, -1),
                                 ivec2(-1, 1), ivec2(1, 1), ivec2(0, 0));

// For each of four samples the first neighbour of its key; 8, the pixel itself, where there is none.
ivec4 lenders(ivec2 pixel, ivec2 last, uvec4 wanted) {
    uvec4 own = uvec4(texelFetch(keys, pixel, 0).r);
    ivec4 found = ivec4(8);
    // Loops, not ifs: Mesa's software shaders run both sides of an if, but leave a loop early.
    int left = wanted == own ? 0 : 8;
    for (int next = 0; next < left; ++next) {
        uvec4 theirs = uvec4(texelFetch(keys, clamp(pixel + AROUND[next], ivec2(0), last), 0).r);
        found = min(found, ivec4(8) - (8 - next) * ivec4(equal(theirs, wanted)));
    }
    return found + (8 - found) * ivec4(equal(own, wanted));
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(keys, 0) - 1;
    uvec4 wanted = uvec4(texelFetch(samples, pixel, 0).r, texelFetch(samples, pixel, 1).r,
                         texelFetch(samples, pixel, 2).r, texelFetch(samples, pixel, 3).r);
    ivec4 from = lenders(pixel, last, wanted);
    vec3 sum = vec3(0.0);
    for (int number = 0; number < 4; ++number)
        sum += texelFetch(films, clamp(pixel + AROUND[from[number]], ivec2(0), last), 0).rgb;
    color = vec4(encoded(sum * 0.25) + grain * grain_at(pixel, grain_seed), 1.0);
}
