//go:build unix

package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The yardstick must return exactly what it receives. Otherwise, the comparison has no meaning.
func TestEcho(t *testing.T) {
	state := &tfprotov6.DynamicValue{MsgPack: []byte{1}}
	identity := &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: []byte{2}}}
	read, err := server{}.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{CurrentState: state, Private: []byte("p"), CurrentIdentity: identity})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&tfprotov6.ReadResourceResponse{NewState: state, Private: []byte("p"), NewIdentity: identity}, read); diff != "" {
		t.Error(diff)
	}
	plan, err := server{}.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{ProposedNewState: state, PriorPrivate: []byte("p"), PriorIdentity: identity})
	if err != nil {
		t.Fatal(err)
	}
	apply, err := server{}.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&tfprotov6.ApplyResourceChangeResponse{NewState: state, Private: []byte("p"), NewIdentity: identity}, apply); diff != "" {
		t.Error(diff)
	}
}
