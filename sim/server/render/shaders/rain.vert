// Raindrops falling about the camera, each a ribbon as long as its way while the shutter is open.
#define GUST 0.12    // drops do not fall quite parallel

uniform vec3 eye;
uniform mat3 axes;         // rows: right, up, forward
uniform vec3 lens;         // horizontal and vertical scale, near plane
uniform vec2 size;         // pixels
uniform vec3 fallen;       // metres, how far the drops have come in their box
uniform vec3 streak;       // metres, the way seen: the drops' less the camera's own
uniform vec3 box;          // metres

out vec2 across;
flat out float cover;

uint hashed(uint state) {
    state = (state ^ 61u) ^ (state >> 16);
    state *= 9u;
    state = state ^ (state >> 4);
    state *= 0x27d4eb2du;
    return state ^ (state >> 15);
}

// The drop of this number; the box goes with the camera, the drops stay where they are in the world.
vec3 drop_place(uint number, out vec3 start) {
    uint first = hashed(number * 3u + 1u);
    uint second = hashed(first + 0x9e3779b9u);
    uint third = hashed(second + 0x9e3779b9u);
    start = vec3(first, second, third) * (1.0 / 4294967296.0);
    return eye + (fract(start + (fallen - eye) / box) - 0.5) * box;
}

void main() {
    vec3 start;
    vec3 place = drop_place(uint(gl_InstanceID), start) - eye;
    vec3 from = axes * place;
    vec3 to = axes * (place + streak + GUST * length(streak) * (start.yzx - 0.5));
    // Four corners: start left, start right, end left, end right.
    float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
    vec3 here = gl_VertexID < 2 ? from : to;
    float near = min(from.z, to.z);
    vec2 way = to.xy / max(to.z, 0.05) - from.xy / max(from.z, 0.05);
    vec2 normal = normalize(vec2(-way.y, way.x) + vec2(1e-6, 0.0));
    float pixels = max(0.0012 * lens.x * size.x / max(here.z, 0.05), 0.6);   // half the width
    float covered = min(0.0012 * lens.x * size.x / max(near, 0.05) / 0.6, 1.0);
    cover = near < 0.5 ? 0.0 : covered * smoothstep(0.5, 2.5, near) * (1.0 - smoothstep(0.35, 0.5, length(place / box)));
    across = vec2(side, gl_VertexID < 2 ? -1.0 : 1.0);
    vec2 spread = side * normal * 2.0 * pixels / size;
    gl_Position = cover > 0.0
        ? vec4(lens.x * here.x + spread.x * here.z, -(lens.y * here.y + spread.y * here.z), lens.z, here.z)
        : vec4(2.0, 2.0, 0.0, 1.0);
}
