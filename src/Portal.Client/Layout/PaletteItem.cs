namespace Portal.Client.Layout;

/// <summary>One place that the command palette leads to.</summary>
/// <param name="Group">The heading under which it stands.</param>
/// <param name="Detail">What tells it from others of the same name; null for nothing.</param>
public sealed record PaletteItem(string Group, string Text, string Icon, string Address, string? Detail = null);
