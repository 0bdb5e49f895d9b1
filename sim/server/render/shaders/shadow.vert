// Depth as the sun sees it.
uniform mat4 light;       // world -> light clip space

in vec3 position;
#ifdef HOLES
in vec2 uv;
in uint surface;
#endif
in vec4 row_x;
in vec4 row_y;
in vec4 row_z;

#ifdef HOLES
out vec2 tile;
flat out uint layer;
#endif

void main() {
    vec4 local = vec4(position, 1.0);
#ifdef HOLES
    tile = uv;
    layer = surface >> 16;
#endif
    gl_Position = light * vec4(dot(row_x, local), dot(row_y, local), dot(row_z, local), 1.0);
}
