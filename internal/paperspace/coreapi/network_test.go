package coreapi

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// CORE identifies the region of a network by a number. Numbers of only three regions are known.
func TestNetworkInARegionWithoutNetworks(t *testing.T) {
	w, api := scripted(t, reply{body: `{}`})
	_, err := api.PrivateNetworks.Create(t.Context(), paperspace.NetworkCreate{Name: "lab", Region: "Moon (LU1)"})
	var e *paperspace.Error
	if !errors.Is(err, paperspace.ErrUnsupported) || !errors.As(err, &e) || len(w.sent) != 0 {
		t.Fatalf("error %v, %d requests", err, len(w.sent))
	}
	if !strings.Contains(e.Op, `"lab"`) || !strings.Contains(e.Message, `"Moon (LU1)"`) {
		t.Errorf("operation %q, message %q", e.Op, e.Message)
	}
	for _, r := range e.Reasons {
		if none, is := r.(paperspace.NoPrivateNetworks); is && slices.Equal(none.Regions, paperspace.RegionNames()) {
			return
		}
	}
	t.Errorf("no reason names the regions: %v", e.Reasons)
}

// The response to a create does not contain the region, so the network has that of the request.
func TestNetworkCreate(t *testing.T) {
	w, api := scripted(t, reply{status: http.StatusCreated, body: `{"id":"n1","name":"lab"}`})
	n, err := api.PrivateNetworks.Create(t.Context(), paperspace.NetworkCreate{Name: "lab", Region: "ca1"})
	if err != nil || n.Region != "West Coast (CA1)" || n.ID != "n1" {
		t.Errorf("%+v, %v", n, err)
	}
	if r := w.only(t); r.method != http.MethodPost || r.body != `{"name":"lab","regionId":2}` {
		t.Errorf("%s %s", r.method, r.body)
	}
}
