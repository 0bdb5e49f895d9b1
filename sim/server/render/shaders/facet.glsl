// A face's direction in 8 bits, so that anti-aliasing tells the two sides of a corner apart.
uint facet_code(vec3 n) {
    n /= abs(n.x) + abs(n.y) + abs(n.z);
    vec2 folded = (1.0 - abs(n.yx)) * vec2(n.x >= 0.0 ? 1.0 : -1.0, n.y >= 0.0 ? 1.0 : -1.0);
    // 14.9 keeps the axis directions away from the borders of their cells.
    uvec2 cell = uvec2((n.z >= 0.0 ? n.xy : folded) * 7.45 + 8.0);
#ifdef HOLES
    cell &= 8u;    // leaves are small and turned every way: a quarter of all directions may share a color
#endif
    return cell.x << 4 | cell.y;
}

// One number for what may share a color: the same instance, surface and direction.
uint blend_key(uint identity, uint facet) {
    return (identity * 2654435761u) ^ (facet * 2246822519u + 1u);
}
