package script

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// readRest reads what a show of the script does not tell, or not for sure: its
// text, and whether its machine still has it.
func readRest(ctx context.Context, c *paperspace.Client, s paperspace.Script, state *resourceModel) error {
	if c.ScriptTexts != nil {
		text, err := c.ScriptTexts.Text(ctx, s.ID)
		switch {
		case err == nil:
			state.Text = types.StringValue(text)
			tfx.HideText(ctx, state.Text)
		case !errors.Is(err, paperspace.ErrNotFound) || state.Text.IsNull():
			return err
		}
	}
	if state.MachineID.IsNull() || s.MachineIDs == nil || slices.Contains(s.MachineIDs, state.MachineID.ValueString()) {
		return nil
	}
	// No source says whether a script shows its machine before that has booted.
	// The machine names its script, too: only if it names another one is the
	// script detached. A machine that is gone is not the script's affair.
	found, err := c.Fleet.Read(ctx, state.MachineID.ValueString())
	if err != nil {
		return fmt.Errorf("whether script %s is still attached could not be read: %w", s.ID, err)
	}
	if found.Found && !found.Object.BeingDestroyed() && found.Object.ScriptID != s.ID {
		state.MachineID = types.StringNull()
	}
	return nil
}
