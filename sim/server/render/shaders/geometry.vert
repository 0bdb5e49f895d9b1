#include "facet.glsl"

// World position, normal and identity of a vertex of an instance.
invariant gl_Position;    // the same depth, bit for bit, with and without shading

uniform vec3 eye;
uniform mat3 axes;        // rows: right, up, forward
uniform vec3 lens;        // horizontal and vertical scale, near plane

in vec3 position;
in vec3 normal;
in vec2 uv;
in uint surface;
in vec4 row_x;
in vec4 row_y;
in vec4 row_z;
in uint identity;

out vec3 world_normal;
out vec2 tile;
flat out uint key;        // instance id in the high, surface in the low 16 bits
flat out uint layer;      // texture layer + 1, 0 for none
flat out uint facet;

void main() {
    vec4 local = vec4(position, 1.0);
    vec3 view = axes * (vec3(dot(row_x, local), dot(row_y, local), dot(row_z, local)) - eye);
    // Cofactors instead of the inverse transpose: right for every affine matrix up to a length,
    // and turned with the winding by one that mirrors.
    world_normal = vec3(
        dot(cross(row_y.xyz, row_z.xyz), normal),
        dot(cross(row_z.xyz, row_x.xyz), normal),
        dot(cross(row_x.xyz, row_y.xyz), normal));
    tile = uv;
    key = (identity << 16) | (surface & 0xffffu);
    layer = surface >> 16;
    facet = facet_code(normal);
    // Up points to lower rows, so that the picture's rows come from the top; near / forward is the reversed depth.
    gl_Position = vec4(lens.x * view.x, -lens.y * view.y, lens.z, view.z);
}
