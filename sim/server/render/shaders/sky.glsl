// The radiance of the sky and of all that surrounds, from tables, and the fog between. See panorama.py, sky.py.
uniform vec2 sunward;           // the tables' azimuth 0
uniform vec3 disc_direction;    // of sun or moon
uniform vec3 disc;
uniform float stars;            // 0 by day .. 1
uniform sampler2D sky_table;    // without clouds
uniform sampler3D surroundings; // with clouds and ground, blurred along the third axis
uniform float haze;             // per metre, at all heights
uniform float extinction;       // of fog, per metre at the ground
uniform float fog_start;
uniform float falloff;          // of fog, per metre of height
uniform vec3 glow;              // of fog towards sun or moon

const float DISC_RADIUS = 0.0058;

float half_sine(vec2 direction) {
    float azimuth = dot(direction, sunward) * inversesqrt(max(dot(direction, direction), 1e-8));
    return sqrt(max(0.5 - 0.5 * azimuth, 0.0));
}

// The sky without clouds, sun and stars; below the horizon it stays that of the horizon.
vec3 clear_sky(vec3 direction) {
    vec2 last = vec2(textureSize(sky_table, 0)) - 1.0;
    vec2 place = vec2(half_sine(direction.xy), sqrt(max(direction.z, 0.0)));
    return textureLod(sky_table, (place * last + 0.5) / (last + 1.0), 0.0).rgb;
}

// What a surface of some roughness mirrors of sky, mean clouds and ground.
vec3 environment(vec3 direction, float roughness) {
    float row = 0.5 + 0.5 * sign(direction.z) * sqrt(abs(direction.z));
    return textureLod(surroundings, vec3(half_sine(direction.xy), row, roughness * 0.8 + 0.1), 0.0).rgb;
}

// Sun or moon, darker towards its limb.
vec3 disc_light(vec3 direction) {
    float off = length(direction - disc_direction) / DISC_RADIUS;
    float limb = sqrt(max(1.0 - off * off, 0.0));
    return disc * (0.4 + 0.6 * limb) * (1.0 - smoothstep(0.9, 1.1, off));
}

// Few faint points, one at most in each cell of a grid around the eye.
float star_light(vec3 direction, float pixel) {
    vec3 place = direction * 60.0;
    vec3 cell = floor(place);
    uvec3 seed = uvec3(ivec3(cell) + 512) * uvec3(1597334673u, 3812015801u, 2798796415u);
    uint mixed = (seed.x ^ seed.y ^ seed.z) * 1597334673u;
    vec3 random = vec3(uvec3(mixed, mixed * 747796405u, mixed * 2891336453u) >> 8) / 16777216.0;
    vec3 off = normalize(cell + 0.2 + 0.6 * random) - direction;
    float size = max(0.7 * pixel, 0.0007);
    float power = pow(random.x, 24.0) * 0.02;
    return power * exp(-dot(off, off) / (size * size)) * smoothstep(0.0, 0.3, direction.z);
}

// Share of light that reaches the eye through fog that thins out with height (closed form of the integral).
float clearness(float height, float climb, float distance_, float clear_air) {
    float path = max(distance_ - fog_start, 0.0);
    float rise = falloff * climb * path;
    float mean = abs(rise) > 1e-3 ? (1.0 - exp(-clamp(rise, -8.0, 80.0))) / rise : 1.0 - 0.5 * rise;
    float depth = extinction * path * min(mean, 4.0) * exp(-falloff * max(height - 2.0, 0.0));
    return exp(-depth - clear_air * distance_);
}

// What fog and haze look like in a direction when nothing shines through.
vec3 air_light(vec3 direction, float fog_share) {
    vec3 level = normalize(vec3(direction.xy, 0.05 + 0.5 * max(direction.z, 0.0)));
    float towards = dot(direction, disc_direction);
    float wide = inversesqrt(1.5625 - 1.5 * towards);
    return environment(level, 0.45) + glow * fog_share * 0.4375 * wide * wide * wide;
}
