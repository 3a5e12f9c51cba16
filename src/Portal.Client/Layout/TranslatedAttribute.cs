namespace Portal.Client.Layout;

/// <summary>A page that has its texts in resource files.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TranslatedAttribute : Attribute;
