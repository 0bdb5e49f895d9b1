#include "spread.glsl"

// What the lens scatters: bloom, and the ghosts and the veil of a sun in sight.
#define GHOSTS 8

uniform sampler2D source;      // this level of bloom
uniform sampler2D coarser;     // the next
uniform float share;           // of the coarser level
uniform float strength;        // of bloom
uniform int ghosts;            // 0 when no sun is seen
uniform vec2 sun;              // -1..1, rows from the top
uniform float aspect;          // width over height
uniform vec3 veil;             // light around the sun
uniform vec4 ghost_shape[GHOSTS];  // place on the axis, radius, softness, strength of the rim
uniform vec3 ghost_light[GHOSTS];

in vec2 point;
layout(location = 0) out vec4 light;

// Images of the aperture, mirrored between the lenses' surfaces, on the line through sun and centre.
vec3 flare(vec2 place) {
    vec3 sum = vec3(0.0);
    vec2 scale = vec2(aspect, 1.0);
    for (int number = 0; number < ghosts; ++number) {
        vec4 shape = ghost_shape[number];
        vec2 offset = abs((place - sun * shape.x) * scale);
        // A rounded octagon.
        float far = mix(length(offset), max(max(offset.x, offset.y), (offset.x + offset.y) * 0.7071), 0.6) / shape.y;
        float inside = 1.0 - smoothstep(1.0 - shape.z, 1.0, far);
        sum += ghost_light[number] * inside * (1.0 - shape.w + shape.w * far * far);
    }
    vec2 offset = (place - sun) * scale;
    float near = 1.0 / (1.0 + 40.0 * dot(offset, offset));
    return ghosts > 0 ? sum + veil * near * near : vec3(0.0);
}

void main() {
    vec2 place = point * 0.5 + 0.5;
    vec3 bloom = mix(textureLod(source, place, 0.0).rgb, spread(coarser, place), share);
    light = vec4(bloom * strength + flare(point), 1.0);
}
