// What reflection.frag found, added to the picture: the sharper the smoother, drawn out up and down on rough ground.
uniform vec3 lens;
uniform sampler2D depths;
uniform sampler2D glosses;      // share mirrored, roughness, normal
uniform sampler2D mirrors;      // half size: what to add to a perfect mirror, depth in metres

layout(location = 0) out vec4 radiance;

const int TAPS = 5;             // on each side

// The mean of what was found around a place, of ground that is as far away.
vec3 drawn_out(ivec2 pixel, float depth, float stretch, int taps) {
    ivec2 last = textureSize(mirrors, 0) - 1;
    vec4 sum = vec4(0.0, 0.0, 0.0, 1e-4);
    for (int number = -taps; number < taps; ++number)
        for (int column = -1; column < 1; ++column) {
            float off = float(number) + 0.5;
            vec2 place = vec2(pixel) * 0.5 + vec2(float(column) + 0.5, off * stretch) + vec2(0.25);
            vec4 near = texelFetch(mirrors, clamp(ivec2(place), ivec2(0), last), 0);
            float weight = exp(-0.16 * off * off) * max(1.0 - abs(near.a - depth) / (0.5 * depth), 1e-4);
            sum += vec4(near.rgb, 1.0) * weight;
        }
    return sum.rgb / sum.a;
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec4 gloss = texelFetch(glosses, pixel, 0);
    float stored = texelFetch(depths, pixel, 0).r;
    float depth = lens.z / max(stored, 1e-6);
    int taps = stored > 0.0 && gloss.r > 0.012 ? TAPS : 0;
    float height = float(textureSize(mirrors, 0).y);
    float stretch = 0.6 + gloss.g * gloss.g * 0.022 * height;
    radiance = vec4(gloss.r * drawn_out(pixel, depth, stretch, taps), 0.0);
}
