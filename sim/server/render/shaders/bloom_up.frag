#include "spread.glsl"

// A coarser level of bloom, blended over a finer one.
uniform sampler2D source;
uniform float share;

in vec2 point;
layout(location = 0) out vec4 light;

void main() {
    light = vec4(spread(source, point * 0.5 + 0.5), share);
}
