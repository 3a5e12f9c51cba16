using Portal.Client.Api;

namespace Portal.Client.People;

/// <summary>Where the browser gets everything about a person as a file.</summary>
public static class PersonExportAddress
{
    public static string Of(string userId) => $"v2/organization/users/{QueryString.Segment(userId)}/export";
}
