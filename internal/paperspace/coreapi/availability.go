package coreapi

import (
	"context"
	"fmt"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// availability implements [paperspace.Availability].
type availability struct{ *client }

// Available implements [paperspace.Availability]. CORE reference: machines > availability.
func (c availability) Available(ctx context.Context, region, machineType string) (bool, error) {
	name, _ := paperspace.RegionName(region)
	machineType = paperspace.MachineTypeName(machineType)
	var wireObject struct {
		Available *wire.Flag `json:"available"`
	}
	op := fmt.Sprintf("read the availability of %s in %s", machineType, name)
	err := c.get(ctx, op, machineAvailability, url.Values{"region": {name}, "machineType": {machineType}}, &wireObject)
	if err != nil {
		return false, err
	}
	if wireObject.Available == nil {
		return false, &paperspace.Error{
			Op: op, Kind: paperspace.ErrNotService, Method: "GET", Path: string(machineAvailability),
			Message: `the response has no "available"`,
		}
	}
	return bool(*wireObject.Available), nil
}
