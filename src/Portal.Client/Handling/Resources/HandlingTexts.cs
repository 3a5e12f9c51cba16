namespace Portal.Client.Handling.Resources;

/// <summary>Names the texts of the team in the thread and of what is around it, HandlingTexts.resx.</summary>
public sealed class HandlingTexts;
