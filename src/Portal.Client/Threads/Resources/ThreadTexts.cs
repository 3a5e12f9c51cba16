namespace Portal.Client.Threads.Resources;

/// <summary>Names the texts of the conversation, ThreadTexts.resx.</summary>
public sealed class ThreadTexts;
