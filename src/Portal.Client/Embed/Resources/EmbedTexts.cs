namespace Portal.Client.Embed.Resources;

/// <summary>Names the texts of the chat on other sites, EmbedTexts.resx.</summary>
public sealed class EmbedTexts;
