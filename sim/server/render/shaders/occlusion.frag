// How much of the sky each point is cut off from by what is near, at half size (scalable ambient obscurance: McGuire, Mara,
// Luebke 2012), within two radii: joints and feet, and what stands on the ground. Turned from pixel to pixel in 4 x 4
// squares, which occlusion_blur.frag averages away again.
uniform vec3 lens;
uniform mat3 axes;              // columns: right, up, forward
uniform sampler2D normals;
uniform sampler2D depths;

layout(location = 0) out vec2 found;    // openness 0..1, depth in metres

#include "normal.glsl"

const vec2 RADII = vec2(0.55, 2.8);     // metres
const vec2 STRENGTH = vec2(2.2, 5.5);
const int TAPS = 8;

vec3 place(ivec2 pixel, vec2 size) {
    float depth = lens.z / max(texelFetch(depths, pixel, 0).r, 1e-7);
    vec2 point = (vec2(pixel) + 0.5) / size * 2.0 - 1.0;
    return vec3(point.x / lens.x, -point.y / lens.y, 1.0) * depth;
}

// How much of what is above a point stands within a radius around it.
float hidden(vec3 center, vec3 normal, ivec2 pixel, float radius, float turn) {
    ivec2 last = textureSize(depths, 0) - 1;
    vec2 size = vec2(last + 1);
    float reach = min(radius * lens.x * size.x * 0.5 / center.z, 0.2 * size.x);
    int taps = reach > 2.0 && center.z < 250.0 ? TAPS : 0;
    float sum = 0.0;
    for (int tap = 0; tap < taps; ++tap) {
        float along = (float(tap) + 0.5) / float(TAPS);
        float angle = along * 6.2831853 * 3.0 + turn;
        ivec2 other = pixel + ivec2(vec2(cos(angle), sin(angle)) * along * reach);
        vec3 gap = place(clamp(other, ivec2(0), last), size) - center;
        float square = dot(gap, gap);
        float near = max(1.0 - square / (radius * radius), 0.0);
        float above = dot(gap, normal) - 0.004 * center.z - 0.01;
        sum += near * max(above * inversesqrt(square + 1e-4) - 0.08, 0.0);
    }
    return sum / float(TAPS);
}

void main() {
    ivec2 last = textureSize(depths, 0) - 1;
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 pixel = min(here * 2, last);
    vec3 center = place(pixel, vec2(last + 1));
    vec3 normal = unpack_normal(texelFetch(normals, pixel, 0).rg) * axes;
    float turn = float((here.x & 3) * 4 + (here.y & 3)) * (6.2831853 / 16.0);
    float open = 1.0;
    for (int scale = 0; scale < 2; ++scale)
        open /= 1.0 + STRENGTH[scale] * hidden(center, normal, pixel, RADII[scale], turn);
    found = vec2(open, min(center.z, 1000.0));
}
