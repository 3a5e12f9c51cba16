namespace Portal.Client.Desk.Resources;

/// <summary>Names the texts of the desk: the list of threads and what needs the person, DeskTexts.resx.</summary>
public sealed class DeskTexts;
