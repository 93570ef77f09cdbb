package v1api

import "github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"

// The collections of API v1. The path of an object is that of its collection and the ID, and an
// operation adds another element. An empty ID, with which the path would be that of the collection,
// is rejected; see [transport.JoinPath].
const (
	machinesPath        = "machines"
	eventsPath          = "machine-events"
	availabilityPath    = "machine-availability"
	osTemplatesPath     = "os-templates"
	customTemplatesPath = "custom-templates"
	networksPath        = "private-networks"
	publicIPsPath       = "public-ips"
	snapshotsPath       = "snapshots"
	drivesPath          = "shared-drives"
	scriptsPath         = "startup-scripts"
	teamsPath           = "teams"

	accessorsElem = "accessors"
)

func path(elems ...string) string { return transport.JoinPath(elems...) }
