using System.Data;

namespace Portal.Access.Setup;

/// <summary>The organization's first key, from the feature that holds the keys; within a transaction of the caller's own.</summary>
internal interface IFirstKey
{
    bool AnyKey(IDbConnection connection);

    void Insert(IDbConnection connection, string secret, string createdBy);
}
