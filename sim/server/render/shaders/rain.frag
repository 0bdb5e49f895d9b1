// A raindrop's ribbon: the light of the sky, brightest in its middle.
uniform vec3 light;
uniform float strength;

in vec2 across;
flat in float cover;
layout(location = 0) out vec4 radiance;

void main() {
    float alpha = strength * cover * (1.0 - across.x * across.x) * (1.0 - across.y * across.y);
    radiance = vec4(light * alpha, alpha);
}
