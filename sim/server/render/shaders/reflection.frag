// What smooth ground mirrors of the picture itself, at half size: the ray that the eye's ray turns into is followed
// through the depths. Since these are 1 / distance, they run evenly along its line over the picture.
#include "sky.glsl"
#include "normal.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform sampler2D depths;
uniform sampler2D films;        // linear radiance
uniform sampler2D glosses;      // share mirrored, roughness, normal

layout(location = 0) out vec4 found;    // what to add to a perfect mirror, depth in metres

const int STEPS = 22;
const int HALVINGS = 4;
const float REACH = 250.0;      // metres

// Column and row in pixels, and what the depth texture would hold there.
vec3 projected(vec3 place, vec2 size) {
    vec2 point = vec2(place.x * lens.x, -place.y * lens.y) / place.z;
    return vec3((point * 0.5 + 0.5) * size, lens.z / place.z);
}

float depth_at(vec3 place, ivec2 last) {
    return texelFetch(depths, clamp(ivec2(place.xy), ivec2(0), last), 0).r;
}

// Share of the line from `from` to `to` that lies in the picture.
float within(vec3 from, vec3 to, vec2 size) {
    vec2 way = to.xy - from.xy;
    vec2 edge = mix(vec2(0.0), size, greaterThan(way, vec2(0.0)));
    vec2 share = (edge - from.xy) / mix(way, vec2(1e-4), lessThan(abs(way), vec2(1e-4)));
    return clamp(min(share.x < 0.0 ? 1.0 : share.x, share.y < 0.0 ? 1.0 : share.y), 0.0, 1.0);
}

// Where between `from` and `to` the ray first goes behind something; 2 if it does not.
float crossing(vec3 from, vec3 to, int steps, ivec2 last) {
    float before = 0.0;
    float share = 2.0;
    for (int number = 1; number <= steps; ++number) {
        float along = float(number) / float(STEPS);
        along *= mix(along, 1.0, 0.4);
        vec3 place = mix(from, to, along);
        float there = depth_at(place, last);
        float behind = lens.z / place.z - lens.z / max(there, 1e-6);
        float span = abs(lens.z / place.z - lens.z / mix(from, to, before).z);
        if (there > place.z * 1.0005 && behind < 1.5 + 1.5 * span) {
            share = along;
            break;
        }
        before = along;
    }
    int halvings = share < 1.5 ? HALVINGS : 0;
    for (int number = 0; number < halvings; ++number) {
        float middle = 0.5 * (before + share);
        vec3 place = mix(from, to, middle);
        bool hidden = depth_at(place, last) > place.z;
        share = hidden ? middle : share;
        before = hidden ? before : middle;
    }
    return share;
}

void main() {
    ivec2 last = textureSize(depths, 0) - 1;
    vec2 size = vec2(last + 1);
    ivec2 pixel = min(ivec2(gl_FragCoord.xy) * 2, last);
    float stored = texelFetch(depths, pixel, 0).r;
    vec4 gloss = texelFetch(glosses, pixel, 0);
    float depth = lens.z / max(stored, 1e-6);
    vec2 point = (vec2(pixel) + 0.5) / size * 2.0 - 1.0;
    vec3 here = vec3(point.x / lens.x, -point.y / lens.y, 1.0) * depth;
    vec3 facing = unpack_normal(gloss.ba);
    // The grain of wet asphalt is left to the blur: followed ray by ray it would scatter lamps into sparks.
    float grain = smoothstep(0.05, 0.2, gloss.g) * smoothstep(0.8, 0.95, facing.z);
    vec3 normal = normalize(mix(facing, vec3(0.0, 0.0, 1.0), grain)) * axes;
    vec3 mirror = reflect(normalize(here), normal);
    vec3 start = here + normal * (0.01 + 0.0005 * depth);
    // A ray that comes towards the camera ends at it, and sees only what the picture does not show.
    float reach = mirror.z < 0.0 ? min(REACH, 0.8 * start.z / max(-mirror.z, 1e-4)) : REACH;
    vec3 from = projected(start, size);
    vec3 to = projected(start + mirror * reach, size);
    to = mix(from, to, within(from, to, size));
    int steps = stored > 0.0 && gloss.r > 0.012 ? STEPS : 0;
    float share = crossing(from, to, steps, last);
    vec3 hit = mix(from, to, min(share, 1.0));
    vec2 rim = smoothstep(vec2(0.0), vec2(0.06), min(hit.xy, size - hit.xy) / size.x);
    float sure = (share < 1.5 ? 1.0 : 0.0) * rim.x * rim.y * smoothstep(-0.5, -0.1, mirror.z);
    vec3 color = texelFetch(films, clamp(ivec2(hit.xy), ivec2(0), last), 0).rgb;
    found = vec4(sure * (min(color, vec3(1.0)) - environment(axes * mirror, gloss.g)), min(depth, 1000.0));
}
