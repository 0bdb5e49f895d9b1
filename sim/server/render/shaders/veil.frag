// Light that was computed elsewhere, seen through haze and fog.
#include "sky.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform sampler2D depths;
uniform sampler2D traced;       // linear radiance, rows from the top

in vec2 point;
layout(location = 0) out vec4 radiance;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec3 ray = axes * vec3(point.x / lens.x, -point.y / lens.y, 1.0);
    float depth = lens.z / max(texelFetch(depths, pixel, 0).r, 1e-9);
    vec3 direction = normalize(ray);
    float clear = clearness(eye.z, direction.z, depth * length(ray), haze);
    vec3 air = air_light(direction, extinction / (extinction + haze));
    radiance = vec4(mix(air, texelFetch(traced, pixel, 0).rgb, clear), 1.0);
}
