package v1api

import "github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"

// The collections of API v1. An object is a path element below its collection,
// and what can be done with it one more: see [transport.JoinPath], which rejects
// an empty ID, because that path would be the collection.
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
