// Sky, clouds and haze. All colors are linear radiance.
uniform vec3 sun_direction;
uniform vec3 disc;
uniform vec3 zenith;
uniform vec3 horizon;
uniform vec3 cloud;
uniform float cover;
uniform vec3 haze;
uniform float extinction;
uniform float fog_start;
uniform float falloff;
uniform sampler2D noise;  // tileable fractal noise, mean 0.5

// The sky without clouds and sun disc; below the horizon it stays that of the horizon.
vec3 clear_sky(vec3 direction) {
    float height = max(direction.z, 0.0);
    float low = exp2(-7.0 * height);
    float towards = max(dot(direction, sun_direction), 0.0);
    float wide = towards * towards;
    wide *= wide;
    vec3 glow = disc * (0.05 * wide * low + 0.10 * wide * wide * wide * wide);
    return mix(zenith, horizon, low) + glow;
}

vec3 sky(vec3 direction) {
    vec3 color = clear_sky(direction);
    float towards = dot(direction, sun_direction);
    color += disc * (6.0 * smoothstep(0.99985, 0.99995, towards) + 0.5 * exp2((towards - 1.0) * 1800.0));
    if (direction.z > 0.005) {
        vec2 place = direction.xy / (direction.z + 0.12);
        float density = textureLod(noise, place * 0.11 + 0.31, 0.0).r * 0.72
                      + textureLod(noise, place * 0.53, 0.0).r * 0.28;
        float threshold = mix(0.72, 0.20, cover);
        float amount = smoothstep(threshold, threshold + 0.20, density) * smoothstep(0.005, 0.12, direction.z);
        float thick = smoothstep(threshold, threshold + 0.45, density);
        vec3 lit = cloud * (1.12 - 0.42 * thick) + disc * 0.06 * exp2((towards - 1.0) * 9.0) * (1.0 - thick);
        color = mix(color, lit, amount * 0.92);
    }
    return color;
}

// Share of light that reaches the eye through fog that thins out with height (closed form of the integral).
float clearness(vec3 eye_position, vec3 direction, float distance_) {
    float path = max(distance_ - fog_start, 0.0);
    float climb = falloff * direction.z * path;
    float mean = abs(climb) > 1e-3 ? (1.0 - exp(-climb)) / climb : 1.0 - 0.5 * climb;
    float depth = extinction * path * clamp(mean, 0.0, 4.0) * exp(-falloff * max(eye_position.z - 2.0, 0.0));
    return exp(-depth);
}
