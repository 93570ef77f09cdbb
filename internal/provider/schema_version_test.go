package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// schemaVersions are the versions in which states are stored. When you raise the version of
// a schema, raise it here, too, and keep an upgrader for each earlier version. Never lower
// a version: Terraform rejects a state with a version above that of the schema.
var schemaVersions = map[string]struct {
	version int64
	first   int64 // the lowest version of stored states; older providers used 0
}{
	"paperspace_machine":        {version: 1},
	"paperspace_script":         {version: 1},
	"paperspace_network":        {version: 1},
	"paperspace_machine_access": {version: 1, first: 1},

	"paperspace_custom_template": {},
	"paperspace_public_ip":       {},
	"paperspace_shared_drive":    {},
	"paperspace_snapshot":        {},
}

// A version that was lowered, or that lacks an upgrader, makes states unreadable.
func TestSchemaVersionsOnlyGrowAndCanBeUpgraded(t *testing.T) {
	t.Parallel()
	schemas := resourceSchemas(t)
	if len(schemas) != len(schemaVersions) {
		t.Errorf("%d resources, and %d versions", len(schemas), len(schemaVersions))
	}
	for _, construct := range provider.New("test")().Resources(t.Context()) {
		r := construct()
		var meta resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "paperspace"}, &meta)
		want := schemaVersions[meta.TypeName]
		if got := schemas[meta.TypeName].Version; got != want.version {
			t.Errorf("%s: the schema has version %d, and states are stored in version %d", meta.TypeName, got, want.version)
		}
		upgraders := map[int64]resource.StateUpgrader{}
		if u, ok := r.(resource.ResourceWithUpgradeState); ok {
			upgraders = u.UpgradeState(t.Context())
		}
		for version := want.first; version < want.version; version++ {
			if upgraders[version].StateUpgrader == nil {
				t.Errorf("%s: no upgrader for states of version %d", meta.TypeName, version)
			}
		}
		if n := int64(len(upgraders)); n != want.version-want.first {
			t.Errorf("%s: %d upgraders for the versions from %d to below %d", meta.TypeName, n, want.first, want.version)
		}
	}
}
