namespace Portal.Client.Access;

/// <summary>The page or endpoint asks nobody who they are.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAnybodyAttribute : Attribute;
