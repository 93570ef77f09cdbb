package v1api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// availability implements [paperspace.Availability].
type availability struct{ *client }

// Available uses a path that is in the documentation, but not in the official client. A 404 means
// that Paperspace does not support this request. It says nothing about the machine type.
// API reference: Machine Types, machineAvailability-list.
func (c availability) Available(ctx context.Context, region, machineType string) (bool, error) {
	region, machineType = paperspace.RegionCode(region), paperspace.MachineTypeName(machineType)
	op := fmt.Sprintf("read the availability of %s in %s", machineType, region)
	var wireObject struct {
		Available *wire.Flag `json:"available"`
	}
	err := c.get(ctx, op, path(availabilityPath), url.Values{"region": {region}, "machineType": {machineType}}, &wireObject)
	var e *paperspace.Error
	switch {
	case errors.As(err, &e) && e.Status == http.StatusNotFound && !transport.Unrecognized(err):
		unsupported := *e
		unsupported.Kind = paperspace.ErrUnsupported
		return false, &unsupported
	case err != nil:
		return false, err
	case wireObject.Available == nil:
		return false, noService(op, path(availabilityPath), `the response has no "available"`)
	}
	return bool(*wireObject.Available), nil
}
