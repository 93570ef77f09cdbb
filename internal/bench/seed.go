package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
)

const stateFile = "terraform.tfstate"

// settled creates a state of n machines for which a plan has no changes, and the machines in the
// account. Creating them with an apply would take far longer than planning them, so it creates one
// and copies it.
func (w *workspace) settled(ctx context.Context, n int) error {
	if err := errors.Join(w.write(1), os.RemoveAll(w.tf.Path(stateFile))); err != nil {
		return err
	}
	if _, err := w.run(ctx, "apply", "-auto-approve"); err != nil {
		return err
	}
	one := w.fake.Machines()[0]
	w.fake.RemoveMachine(one.ID)
	for i := range n {
		one.ID, one.Name = copyID(i), fmt.Sprint("m-", i)
		w.fake.AddMachine(one)
	}
	raw, err := os.ReadFile(w.tf.Path(stateFile))
	if err == nil {
		raw, err = multiply(raw, n, w.perResource)
	}
	return errors.Join(err, w.tf.Write(stateFile, string(raw)), w.write(n))
}

// like copies the state of n machines from another workspace, so that the yardsticks plan exactly
// what the provider plans.
func (w *workspace) like(other *workspace, n int) error {
	raw, err := os.ReadFile(other.tf.Path(stateFile))
	return errors.Join(err, w.tf.Write(stateFile, string(raw)), w.write(n))
}

func copyID(i int) string { return fmt.Sprintf("ps%07d", i) }

// multiply turns a state with one instance of one resource into a state with n instances,
// perResource of them in each resource.
func multiply(raw []byte, n, perResource int) ([]byte, error) {
	var whole map[string]any
	var part struct {
		Resources []struct{ Instances []json.RawMessage }
	}
	if err := errors.Join(json.Unmarshal(raw, &whole), json.Unmarshal(raw, &part)); err != nil {
		return nil, err
	}
	if len(part.Resources) != 1 || len(part.Resources[0].Instances) != 1 {
		return nil, fmt.Errorf("the state has not one resource with one instance: %s", raw)
	}
	resource, _ := whole["resources"].([]any)[0].(map[string]any)
	all := make([]map[string]any, n)
	for i := range all {
		if err := json.Unmarshal(part.Resources[0].Instances[0], &all[i]); err != nil {
			return nil, err
		}
		all[i]["index_key"] = i % perResource
		attributes, _ := all[i]["attributes"].(map[string]any)
		attributes["id"], attributes["name"] = copyID(i), fmt.Sprint("m-", i)
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
	whole["resources"] = blocks
	return json.Marshal(whole)
}
