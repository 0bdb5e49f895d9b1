// The sky where nothing stands before it.
#include "sky.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform float pixel;            // radians
uniform sampler2D noise;        // tileable fractal noise, mean 0.5

#include "clouds.glsl"

in vec2 point;
layout(location = 0) out vec4 radiance;

const float FAR = 2e4;          // metres; fog reaches no further

void main() {
    vec3 direction = normalize(axes * vec3(point.x / lens.x, -point.y / lens.y, 1.0));
    float clear = clearness(eye.z, direction.z, FAR, 0.0);
    radiance = vec4(mix(air_light(direction, 1.0), sky(direction, pixel), clear), 1.0);
}
