// What is seen at a pixel's centre. `soak` in wet.glsl may change it before any light falls on it.
struct Surface {
    vec3 position;        // metres, world
    vec3 direction;       // unit, from the eye to the position
    float depth;          // metres along the view axis
    ivec2 pixel;
    vec3 normal;          // unit, towards the eye's side
    vec3 albedo;          // linear
    float roughness;
    float metallic;
    float emission;       // times the albedo
    float shine;          // how much water makes it glossy, 0..1
    float translucency;   // share of light that comes through from behind
    float openness;       // to the sky, 0..1
};
