// Tone mapping and anti-aliasing: sub-pixel reconstruction (Chajdas, McGuire, Luebke 2011). Color was shaded once per pixel,
// identity was drawn four times per pixel; a sample takes the color of a neighbour that shows the same thing.
uniform float exposure;
uniform usampler2D identities;
uniform usampler2DMS samples;
uniform sampler2D radiances;

in vec2 point;
layout(location = 0) out vec4 color;

// Narkowicz' fit of the ACES filmic curve, then the sRGB transfer curve.
vec3 developed(ivec2 pixel) {
    vec3 c = texelFetch(radiances, pixel, 0).rgb * exposure;
    c = clamp(c * (2.51 * c + 0.03) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
    return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}

vec3 sampled(ivec2 pixel, ivec2 last, uint wanted, vec3 own) {
    const ivec2 around[8] = ivec2[8](ivec2(-1, 0), ivec2(1, 0), ivec2(0, -1), ivec2(0, 1),
                                     ivec2(-1, -1), ivec2(1, -1), ivec2(-1, 1), ivec2(1, 1));
    for (int number = 0; number < 8; ++number) {
        ivec2 other = clamp(pixel + around[number], ivec2(0), last);
        if (texelFetch(identities, other, 0).r == wanted)
            return developed(other);
    }
    return own;
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(identities, 0) - 1;
    uint own_identity = texelFetch(identities, pixel, 0).r;
    vec3 own = developed(pixel);
    vec3 sum = vec3(0.0);
    for (int number = 0; number < 4; ++number) {
        uint identity = texelFetch(samples, pixel, number).r;
        sum += identity == own_identity ? own : sampled(pixel, last, identity, own);
    }
    color = vec4(sum * 0.25, 1.0);
}
