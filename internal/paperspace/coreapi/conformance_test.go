package coreapi

import (
	"net/url"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/conformance"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// CORE behaves as every generation must.
func TestConformance(t *testing.T) {
	conformance.Run(t, func(w *psfake.World, key string) paperspace.API {
		return New(Options{
			Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Key: key,
			Timeout: 30 * time.Second, MaxRetries: 2, RoundTripper: psfake.RoundTripper(fakecore.New(w)),
		})
	}, conformance.Quirks{Untold: []string{"Template.AgentType", "Template.Custom", "Template.ParentMachineID", "Template.DefaultSizeGB"}})
}
