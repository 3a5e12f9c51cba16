using Portal.Access;
using Portal.Access.Users;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;

namespace Portal.People;

/// <summary>Who may change whom: administrators everybody but the owner, and nobody beyond their own role.</summary>
internal static class PeopleRules
{
    /// <summary>Every change of an account waits its turn under this, so that no two decide by the same state.</summary>
    public const string Turn = "people";

    /// <summary>Null, or why the caller may not touch the account of this user.</summary>
    public static ApiError? CheckTouch(Caller caller, User user) =>
        caller.Check(Permission.ManageOrganization) is { } denied ? denied
        : user.Role > Rank(caller) ? ApiError.Forbidden("This is the owner's account, and only the owner may change it.")
        : null;

    /// <summary>Null, or why the caller may not hand this role to somebody.</summary>
    public static ApiError? CheckRole(Caller caller, Role role) =>
        role is Role.Owner
            ? ApiError.Invalid("'role' must be admin, agent or viewer. There is one owner, who hands the organization over under POST /v2/organization/ownership.", "role", "invalid_value")
        : role > Rank(caller)
            ? ApiError.Forbidden("You cannot give a role above your own.")
            : null;

    public static ApiError LastOwner { get; } = ApiError.Conflict(
        "There must always be an owner. Transfer the ownership to somebody else first, then change this account.", "last_owner");

    /// <summary>Keys of the organization act as administrators.</summary>
    static Role Rank(Caller caller) => caller.Kind is ActorType.User ? caller.Role ?? Role.Viewer : Role.Admin;
}
