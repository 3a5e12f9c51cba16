namespace Portal.Client.Embed;

/// <summary>The page may be shown within the sites that its assistant allows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EmbedPageAttribute : Attribute;
