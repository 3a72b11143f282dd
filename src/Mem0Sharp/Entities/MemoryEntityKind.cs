namespace Mem0Sharp;

/// <summary>What kind of thing a memory names.</summary>
public enum MemoryEntityKind
{
    /// <summary>A person, a place, an organisation or another thing with a name: "Ann Lee", "NASA", "Bank of America".</summary>
    Name,

    /// <summary>What stands in quotation marks, without them: a title, somebody's words.</summary>
    Quote,

    /// <summary>An identifier: an address, a path, a version, a name in code, a key ("ann@example.com", "user_id", "ABC-123").</summary>
    Identifier,

    /// <summary>A number, in digits and without the commas of its thousands: "1200.50"; "two" is "2".</summary>
    Number,

    /// <summary>A year, a month or a day, as ISO 8601 has it: "2026", "2026-05", "2026-05-07", and "--05", "--05-07" without a year.</summary>
    Date,
}
