// What is seen at each pixel's centre, for one later shading per pixel.
#define MAX_TAPS 6.0

uniform sampler2DArray textures;

in vec3 world_normal;
in vec2 tile;
flat in uint key;
flat in uint layer;
flat in uint facet;

layout(location = 0) out uint identity_out;
layout(location = 1) out vec4 texel_out;
layout(location = 2) out vec2 normal_out;

vec2 octahedral(vec3 n) {
    n /= abs(n.x) + abs(n.y) + abs(n.z);
    vec2 folded = (1.0 - abs(n.yx)) * vec2(n.x >= 0.0 ? 1.0 : -1.0, n.y >= 0.0 ? 1.0 : -1.0);
    return (n.z >= 0.0 ? n.xy : folded) * 0.5 + 0.5;
}

// Anisotropic filtering of our own: Mesa's software sampler takes 0.8 s per picture for its one, this takes a tenth.
vec3 texel(vec2 place, float number) {
    float size = float(textureSize(textures, 0).x);
    vec2 across = dFdx(place) * size;
    vec2 down = dFdy(place) * size;
    float a = dot(across, across);
    float b = dot(down, down);
    vec2 longest = (a > b ? across : down) / size;
    float major = sqrt(max(a, b));
    float minor = sqrt(min(a, b));
    int taps = layer == 0u ? 0 : int(clamp(ceil(major / max(minor, 1.0) - 0.25), 1.0, MAX_TAPS));
    float level = log2(max(max(minor, major / float(max(taps, 1))), 1e-4)) - 0.25;
    vec3 sum = vec3(0.0);
    for (int tap = 0; tap < taps; ++tap) {
        float shift = (float(tap) + 0.5) / float(taps) - 0.5;
        sum += textureLod(textures, vec3(place + shift * longest, number), level).rgb;
    }
    return taps == 0 ? vec3(1.0) : sum / float(taps);
}

void main() {
    identity_out = key;
    texel_out = vec4(texel(tile, float(max(layer, 1u) - 1u)), float(facet) / 255.0);
    normal_out = octahedral((gl_FrontFacing ? 1.0 : -1.0) * normalize(world_normal));
}
