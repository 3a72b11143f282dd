namespace Mem0Sharp;

/// <summary>The names that fields and operators have in JSON: those of a memory's own JSON, and Mem0's others.</summary>
internal static class FilterNames
{
    public const string And = "AND", Or = "OR", Not = "NOT";
    public const string Metadata = "metadata";
    public const string Exists = "exists", NotEqual = "ne", NotIn = "nin";

    /// <summary>What stands in the place of an operand and means: whatever it is.</summary>
    public const string Wildcard = "*";

    /// <summary>Gets the name of a field that is no part of the metadata.</summary>
    public static string Of(FilterSource source) => source switch
    {
        FilterSource.Id => "id",
        FilterSource.Text => "memory",
        FilterSource.Type => "memory_type",
        FilterSource.Version => "version",
        FilterSource.Tags => "tags",
        FilterSource.Entities => "entities",
        FilterSource.Links => "links",
        FilterSource.ActorId => "actor_id",
        FilterSource.Role => "role",
        FilterSource.CreatedAt => "created_at",
        FilterSource.UpdatedAt => "updated_at",
        FilterSource.ExpiresAt => "expiration_date",
        FilterSource.ValidFrom => "valid_from",
        FilterSource.ValidTo => "valid_to",
        FilterSource.UserId => "user_id",
        FilterSource.AgentId => "agent_id",
        FilterSource.RunId => "run_id",
        FilterSource.AppId => "app_id",
        _ => Metadata,
    };

    /// <summary>Gets the field that a name stands for; null where it is a key of the metadata.</summary>
    public static MemoryField? Field(string name) => name switch
    {
        "id" or "memory_ids" => MemoryField.Id,
        "memory" or "text" => MemoryField.Text,
        "memory_type" => MemoryField.Type,
        "version" => MemoryField.Version,
        "tags" => MemoryField.Tags,
        "entities" => MemoryField.Entities,
        "links" => MemoryField.Links,
        "actor_id" => MemoryField.ActorId,
        "role" => MemoryField.Role,
        "created_at" => MemoryField.CreatedAt,
        "updated_at" => MemoryField.UpdatedAt,
        "expiration_date" or "expires_at" => MemoryField.ExpiresAt,
        "valid_from" => MemoryField.ValidFrom,
        "valid_to" => MemoryField.ValidTo,
        "user_id" => MemoryField.UserId,
        "agent_id" => MemoryField.AgentId,
        "run_id" => MemoryField.RunId,
        "app_id" => MemoryField.AppId,
        _ => null,
    };

    public static string Of(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal => "eq",
        FilterOperator.Greater => "gt",
        FilterOperator.AtLeast => "gte",
        FilterOperator.Less => "lt",
        FilterOperator.AtMost => "lte",
        FilterOperator.In => "in",
        FilterOperator.Contains => "contains",
        FilterOperator.ContainsIgnoringCase => "icontains",
        _ => Exists,
    };

    /// <summary>Gets the operator of a name and whether it is the negation of it; null where there is none.</summary>
    public static (FilterOperator Operator, bool IsNegated)? Operator(string name) => name switch
    {
        "eq" => (FilterOperator.Equal, false),
        NotEqual => (FilterOperator.Equal, true),
        "gt" => (FilterOperator.Greater, false),
        "gte" => (FilterOperator.AtLeast, false),
        "lt" => (FilterOperator.Less, false),
        "lte" => (FilterOperator.AtMost, false),
        "in" => (FilterOperator.In, false),
        NotIn => (FilterOperator.In, true),
        "contains" => (FilterOperator.Contains, false),
        "icontains" => (FilterOperator.ContainsIgnoringCase, false),
        Exists => (FilterOperator.Exists, false),
        _ => null,
    };
}
