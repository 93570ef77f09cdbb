package psfake

// availability answers for every type, and not only for those with a GPU of
// their own.
func (d *v1) availability(r v1Request, _ outcome) answer {
	machineType := r.first("machineType")
	for _, key := range []string{"machineType", "region"} {
		if r.first(key) == "" {
			return d.refuse(refusedError("Missing required parameter: " + key))
		}
	}
	region, isKnown := regionOf(r.first("region"))
	isKnown = isKnown && isMachineType(machineType)
	if !isKnown && d.dialect().StrictPlaces {
		return d.refuse(refusedError("Unknown region or machine type"))
	}
	return d.json(object{{"available", isKnown && !isGridType(machineType) && !r.soldOut(region, machineType)}})
}
