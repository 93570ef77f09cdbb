package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
)

// settled is a state of n machines that a plan leaves alone, and the machines
// at the service that it was written from. To make them one by one would take
// far longer than to plan them; so one is made, and copied.
func (w *workspace) settled(ctx context.Context, n int) error {
	if err := errors.Join(w.write(1, hasty), os.RemoveAll(w.path("terraform.tfstate"))); err != nil {
		return err
	}
	if _, err := w.run(ctx, "apply", "-auto-approve"); err != nil {
		return err
	}
	if w.asks {
		if err := w.copies(ctx, n); err != nil {
			return err
		}
	}
	raw, err := os.ReadFile(w.path("terraform.tfstate"))
	if err != nil {
		return err
	}
	if raw, err = multiply(raw, n, w.perResource); err != nil {
		return err
	}
	if err := os.WriteFile(w.path("terraform.tfstate"), raw, 0o600); err != nil { //nolint:gosec // our own folder
		return err
	}
	return w.write(n, hasty)
}

// like takes the state and the configuration over from another workspace with
// n machines: yardsticks plan what the provider plans, down to the last value.
func (w *workspace) like(other *workspace, n int) error {
	raw, err := os.ReadFile(other.path("terraform.tfstate"))
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(w.path("terraform.tfstate"), raw, 0o600), w.write(n, hasty)) //nolint:gosec // our own folder
}

// copies puts n copies of the service's only machine in its place.
func (w *workspace) copies(ctx context.Context, n int) error {
	all, err := w.service.machines(ctx)
	if err != nil {
		return err
	}
	if len(all) != 1 {
		return fmt.Errorf("the fake service has %d machines, not 1", len(all))
	}
	one := all[0]
	if err := w.service.remove(ctx, fmt.Sprint(one["ID"])); err != nil {
		return err
	}
	for i := range n {
		one["ID"], one["Name"] = copyID(i), fmt.Sprint("m-", i)
		if err := w.service.admin(ctx, http.MethodPost, "machines", one, nil); err != nil {
			return err
		}
	}
	return nil
}

func copyID(i int) string { return fmt.Sprintf("ps%07d", i) }

// multiply makes a state with one instance of one resource a state with n, so
// many of each resource.
func multiply(raw []byte, n, perResource int) ([]byte, error) {
	var state map[string]any
	if err := json.Unmarshal(raw, &state); err != nil {
		return nil, err
	}
	resources, _ := state["resources"].([]any)
	if len(resources) != 1 {
		return nil, fmt.Errorf("the state has %d resources, not 1", len(resources))
	}
	resource, _ := resources[0].(map[string]any)
	instances, _ := resource["instances"].([]any)
	if len(instances) != 1 {
		return nil, fmt.Errorf("the state has %d instances, not 1", len(instances))
	}
	one, err := json.Marshal(instances[0])
	if err != nil {
		return nil, err
	}
	all := make([]map[string]any, n)
	for i := range all {
		if err := json.Unmarshal(one, &all[i]); err != nil {
			return nil, err
		}
		all[i]["index_key"] = i % perResource
		attributes, _ := all[i]["attributes"].(map[string]any)
		attributes["id"] = copyID(i)
		if _, named := attributes["name"]; named {
			attributes["name"] = fmt.Sprint("m-", i)
		}
		if input, ok := attributes["input"].(map[string]any); ok { // terraform_data
			input["value"] = fmt.Sprint("m-", i)
			attributes["output"] = input
		}
		if identity, ok := all[i]["identity"].(map[string]any); ok {
			identity["id"] = copyID(i)
		}
	}
	var blocks []any
	for first := 0; first < n; first += perResource {
		more := maps.Clone(resource)
		more["name"], more["instances"] = block(first), all[first:min(first+perResource, n)]
		blocks = append(blocks, more)
	}
	state["resources"] = blocks
	return json.Marshal(state)
}
