// Film: exposed light -> screen light by a table over its logarithm; and the encoding for the screen.
uniform sampler2D curve;     // one row
uniform mat3 film_in;        // linear sRGB -> the curve's primaries, exposure included
uniform mat3 film_out;
uniform vec3 curve_places;   // lowest logarithm, entries per power of two, last entry
uniform float gamma_change;  // 2.2 over the screen's gamma

// Screen light in the curve's primaries, in which edges are blended as an eye would.
vec3 on_film(vec3 light) {
    vec3 place = (log2(max(film_in * light, 1e-6)) - curve_places.x) * curve_places.y + 0.5;
    ivec3 entry = ivec3(clamp(place, 0.0, curve_places.z));
    return vec3(texelFetch(curve, ivec2(entry.r, 0), 0).r, texelFetch(curve, ivec2(entry.g, 0), 0).r,
                texelFetch(curve, ivec2(entry.b, 0), 0).r);
}

vec3 encoded(vec3 film) {
    vec3 c = clamp(film_out * film, 0.0, 1.0);
    c = mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
    return gamma_change == 1.0 ? c : pow(c, vec3(gamma_change));
}

// Deterministic noise of a pixel, about -1..1, triangular.
float grain_at(ivec2 pixel, uint seed) {
    uint state = uint(pixel.x) * 1664525u + uint(pixel.y) * 2654435761u + seed * 747796405u + 1013904223u;
    state = (state ^ (state >> 15)) * 2246822519u;
    state = (state ^ (state >> 13)) * 3266489917u;
    state ^= state >> 16;
    return float(state & 0xffffu) / 65536.0 + float(state >> 16) / 65536.0 - 1.0;
}
