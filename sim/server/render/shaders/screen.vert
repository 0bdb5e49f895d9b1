// One triangle over the whole picture, at the depth of the sky; `point` runs over -1..1, rows from the top.
in vec2 corner;

out vec2 point;

void main() {
    point = corner;
    gl_Position = vec4(corner, 0.0, 1.0);
}
