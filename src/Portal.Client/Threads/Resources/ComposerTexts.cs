namespace Portal.Client.Threads.Resources;

/// <summary>Names the texts around the composer and the connection, ComposerTexts.resx.</summary>
public sealed class ComposerTexts;
