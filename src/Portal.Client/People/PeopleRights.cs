using Portal.Client.Shared;

namespace Portal.Client.People;

/// <summary>The rights in a project as they read after "may".</summary>
static class PeopleRights
{
    public static string Of(string right) => right switch
    {
        "read_project" => "see the project and its assistants",
        "manage_project" => "change them, its keys and its members",
        "read_conversations" => "read conversations",
        "chat" => "write in them",
        "read_usage" => "see use and cost",
        "read_audit" => "read the audit log",
        _ => Wording.OfWord(right).ToLowerInvariant(),
    };
}
