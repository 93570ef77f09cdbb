package fakev1

import (
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// availability responds for every type, unlike in CORE.
func (r request) availability() psfake.Response {
	if r.Behavior().V1.NoAvailability {
		return noRoute(r.Behavior(), r.Request.Request)
	}
	machineType := r.first("machineType")
	for _, key := range []string{"machineType", "region"} {
		if r.first(key) == "" {
			return r.reject(wire.Rejection("Missing required parameter: " + key))
		}
	}
	region, isKnown := psfake.RegionOf(r.first("region"))
	isKnown = isKnown && psfake.IsMachineType(machineType)
	if !isKnown && r.Behavior().V1.StrictPlaces {
		return r.reject(wire.Rejection("Unknown region or machine type"))
	}
	return respond(wire.Object{{"available", isKnown && psfake.GroupOf(machineType) != psfake.GridGroup && !r.SoldOut(region, machineType)}})
}
