// What is seen at each pixel's centre, for one later shading per pixel.
#include "cutout.glsl"
#define MAX_TAPS 6.0
#define BUMPS_FROM 25.0         // metres, where relief begins to fade
#define BUMPS_TO 45.0

uniform sampler2D reliefs;      // metres, of each layer
uniform mat3 axes;              // rows: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform vec2 size;              // of the picture, pixels

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

// From the eye to what has the depth `z` at a place of the picture, in the camera's axes.
vec3 seen_at(vec2 pixel, float z) {
    vec2 point = pixel / size * 2.0 - 1.0;
    return vec3(point.x / lens.x, -point.y / lens.y, 1.0) * (lens.z / z);
}

#ifdef HOLES

// One read gives color and coverage. The normal looks at the viewer whichever way the card is turned: the normals of
// leaves are those of the crown, not of the cards they are painted on.
void main() {
    vec4 texel = cut_texel(tile, layer - 1u, cut_level(tile));
    if (texel.a < THRESHOLD)
        discard;
    vec3 normal = normalize(axes * world_normal);
    float facing = dot(normal, seen_at(gl_FragCoord.xy, gl_FragCoord.z));
    identity_out = key;
    texel_out = vec4(texel.rgb, float(facet) / 255.0);
    normal_out = octahedral((facing > 0.0 ? -1.0 : 1.0) * normalize(world_normal));
}

#else

// Anisotropic filtering of our own: Mesa's software sampler takes 0.8 s per picture for its one, this takes a tenth.
vec3 texel(vec2 across, vec2 down, float number, out float level) {
    float side = float(textureSize(textures, 0).x);
    float a = dot(across, across);
    float b = dot(down, down);
    vec2 longest = a > b ? across : down;
    float major = sqrt(max(a, b)) * side;
    float minor = sqrt(min(a, b)) * side;
    int taps = layer == 0u ? 0 : int(clamp(ceil(major / max(minor, 1.0) - 0.25), 1.0, MAX_TAPS));
    level = log2(max(max(minor, major / float(max(taps, 1))), 1e-4)) - 0.25;
    vec3 sum = vec3(0.0);
    for (int tap = 0; tap < taps; ++tap) {
        float shift = (float(tap) + 0.5) / float(taps) - 0.5;
        sum += textureLod(textures, vec3(tile + shift * longest, number), level).rgb;
    }
    return taps == 0 ? vec3(1.0) : sum / float(taps);
}

#ifdef RELIEF
float height(vec2 place, float number, float level) {
    return textureLod(textures, vec3(place, number), level).a;
}

// Bumps without tangents (Mikkelsen 2010): the slope of the height along two steps over the surface turns the normal.
// A step is a pixel or a texel, whichever is longer, since a height has but eight bits.
vec3 bumpy(vec3 normal, float metres, vec2 across, vec2 down, float number, float level) {
    vec2 slope_z = vec2(dFdx(gl_FragCoord.z), dFdy(gl_FragCoord.z));
    vec3 here = seen_at(gl_FragCoord.xy, gl_FragCoord.z);
    vec3 right = (seen_at(gl_FragCoord.xy + vec2(1.0, 0.0), gl_FragCoord.z + slope_z.x) - here) * axes;
    vec3 below = (seen_at(gl_FragCoord.xy + vec2(0.0, 1.0), gl_FragCoord.z + slope_z.y) - here) * axes;
    vec2 longer = vec2(length(across), length(down)) * float(textureSize(textures, 0).x);
    longer = max(vec2(1.0), 1.0 / max(longer, 1e-4));
    vec2 rise = vec2(height(tile + across * longer.x, number, level), height(tile + down * longer.y, number, level));
    rise = (rise - height(tile, number, level)) / longer * metres * (1.0 - smoothstep(BUMPS_FROM, BUMPS_TO, here.z));
    vec3 along_right = cross(below, normal);
    vec3 along_below = cross(normal, right);
    float area = dot(right, along_right);
    return abs(area) * normal - sign(area) * (rise.x * along_right + rise.y * along_below);
}
#endif

void main() {
    vec2 across = dFdx(tile);
    vec2 down = dFdy(tile);
    uint row = max(layer, 1u) - 1u;
    float level;
    vec3 color = texel(across, down, float(row), level);
    vec3 normal = (gl_FrontFacing ? 1.0 : -1.0) * normalize(world_normal);
#ifdef RELIEF
    normal = bumpy(normal, texelFetch(reliefs, ivec2(int(row), 0), 0).r, across, down, float(row), level);
#endif
    identity_out = key;
    texel_out = vec4(color, float(facet) / 255.0);
    normal_out = octahedral(normal);
}

#endif
