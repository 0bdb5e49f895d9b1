// What may share a color with its neighbours, for anti-aliasing.
#include "facet.glsl"

uniform vec3 eye;
uniform mat3 axes;
uniform vec3 lens;

in vec3 position;
in vec3 normal;
in uint surface;
#ifdef HOLES
in vec2 uv;
#endif
in vec4 row_x;
in vec4 row_y;
in vec4 row_z;
in uint identity;

flat out uint shared_key;
#ifdef HOLES
out vec2 tile;
flat out uint layer;
#endif

void main() {
    vec4 local = vec4(position, 1.0);
    vec3 view = axes * (vec3(dot(row_x, local), dot(row_y, local), dot(row_z, local)) - eye);
    shared_key = blend_key((identity << 16) | (surface & 0xffffu), facet_code(normal));
#ifdef HOLES
    tile = uv;
    layer = surface >> 16;
#endif
    gl_Position = vec4(lens.x * view.x, -lens.y * view.y, lens.z, view.z);
}
