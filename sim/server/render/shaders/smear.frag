// Motion blur: the camera's own motion while the shutter was open, by the depth of what is seen.
#define TAPS 9

uniform sampler2D radiances;
uniform sampler2D depths;
uniform vec3 lens;                // horizontal and vertical scale, near plane
uniform mat3 turned;              // camera axes now -> when the shutter opened
uniform vec3 moved;               // metres, the eye now in the camera axes of then
uniform float share;              // of the way that is seen
uniform vec2 limits;              // pixels, shorter is left out, longer is cut

in vec2 point;
layout(location = 0) out vec4 light;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec2 size = vec2(textureSize(radiances, 0));
    float inverse = texelFetch(depths, pixel, 0).r / lens.z;
    vec3 ray = vec3(point.x / lens.x, -point.y / lens.y, 1.0);
    vec3 before = turned * ray + moved * inverse;
    vec2 there = vec2(before.x * lens.x, -before.y * lens.y) / max(before.z, 0.05);
    vec2 way = (point - there) * 0.5 * size * share;
    float far = length(way);
    way *= min(1.0, limits.y / max(far, 1e-3));
    vec3 sum = texelFetch(radiances, pixel, 0).rgb;
    int taps = far < limits.x ? 0 : TAPS;
    for (int number = 0; number < taps; ++number) {
        vec2 offset = way * ((float(number) + 0.5) / float(TAPS) - 0.5);
        sum += textureLod(radiances, (gl_FragCoord.xy + offset) / size, 0.0).rgb;
    }
    light = vec4(sum / float(taps + 1), 1.0);
}
