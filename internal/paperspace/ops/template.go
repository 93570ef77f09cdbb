package ops

import "context"

// destroyTemplate sends the delete of a custom template. Paperspace might reject it while
// the template is being made.
func (c *Client) destroyTemplate(ctx context.Context, id string) error {
	t, err := c.CustomTemplates.Show(ctx, id)
	if err != nil {
		return err
	}
	return c.whileBusy(ctx, oneMachine(t.ParentMachineID), func() error { return c.API.CustomTemplates.Destroy(ctx, id) })
}
