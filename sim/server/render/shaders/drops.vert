// Drops of water on the lens.
#define DROPS 48

uniform vec2 aspect;              // drop radius -> share of the picture's width and height
uniform vec4 drops[DROPS];        // column and row, -1..1, radius, shape

out vec2 place;
flat out vec4 drop;

void main() {
    drop = drops[gl_InstanceID];
    place = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    gl_Position = vec4(drop.xy + place * drop.z * aspect, 0.0, 1.0);
}
