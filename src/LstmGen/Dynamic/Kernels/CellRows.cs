using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmGen.Generator.Cells;

namespace LstmGen.Dynamic;

/// <summary>Where a cell finds what it reads and puts what it gives, for groups of 16 units that lie at equal distances: of one row, or of several.</summary>
internal ref struct CellRows
{
    /// <summary>Sums; of cells that take them by rows those over the inputs.</summary>
    internal ref float Sums;

    /// <summary>Sums over h, of such cells.</summary>
    internal ref float HiddenSums;

    /// <summary>Floats from one group of sums to the next.</summary>
    internal nint SumGroup;

    /// <summary>Floats from one sum of a unit to the next.</summary>
    internal nint SumStep;

    /// <summary>How many sums a unit has.</summary>
    internal int SumCount;

    /// <summary>The first state before the step.</summary>
    internal ref float H;

    /// <summary>The others before it and after it.</summary>
    internal ref float C;

    /// <summary>The first state after the step.</summary>
    internal ref float Y;

    /// <summary>Floats from one group of any state to the next.</summary>
    internal nint StateGroup;

    /// <summary>Floats from one of the further states to the next.</summary>
    internal nint States;

    /// <summary>Weights of units.</summary>
    internal ref float Vectors;

    /// <summary>Floats from one group of these to the next.</summary>
    internal nint VectorGroup;

    /// <summary>Floats from one weight of a unit to the next.</summary>
    internal nint VectorStep;

    /// <summary>Copies what a program reads of some groups to its registers.</summary>
    internal readonly void Load(CellProgram program, int first, int groups, ref float registers)
    {
        foreach ((Quantity quantity, int register) in program.Inputs)
        {
            ref float to = ref Unsafe.Add(ref registers, register);
            switch (quantity.Kind)
            {
                case QuantityKind.Sum when quantity.Index < SumCount:
                    Copy(ref Unsafe.Add(ref Sums, (quantity.Index * SumStep) + (first * SumGroup)), SumGroup, ref to, CellProgram.Group, groups);
                    break;
                case QuantityKind.Sum:
                    Copy(ref Unsafe.Add(ref HiddenSums, ((quantity.Index - SumCount) * SumStep) + (first * SumGroup)), SumGroup, ref to, CellProgram.Group, groups);
                    break;
                case QuantityKind.Before when quantity.Index == 0:
                    Copy(ref Unsafe.Add(ref H, first * StateGroup), StateGroup, ref to, CellProgram.Group, groups);
                    break;
                case QuantityKind.Before:
                    Copy(ref Unsafe.Add(ref C, ((quantity.Index - 1) * States) + (first * StateGroup)), StateGroup, ref to, CellProgram.Group, groups);
                    break;
                default:
                    Copy(ref Unsafe.Add(ref Vectors, (quantity.Index * VectorStep) + (first * VectorGroup)), VectorGroup, ref to, CellProgram.Group, groups);
                    break;
            }
        }
    }

    /// <summary>Copies what it gives from there: nothing is read after that.</summary>
    internal readonly void Store(CellProgram program, int first, int groups, ref float registers)
    {
        for (int state = 0; state < program.Results.Length; state++)
        {
            ref float from = ref Unsafe.Add(ref registers, program.Results[state]);
            if (state == 0)
            {
                Copy(ref from, CellProgram.Group, ref Unsafe.Add(ref Y, first * StateGroup), StateGroup, groups);
            }
            else
            {
                Copy(ref from, CellProgram.Group, ref Unsafe.Add(ref C, ((state - 1) * States) + (first * StateGroup)), StateGroup, groups);
            }
        }
    }

    /// <summary>Zeros in place of what a group has past its units.</summary>
    internal readonly void Clear(CellProgram program, int group, int units)
    {
        for (int state = 0; state < program.Results.Length; state++)
        {
            ref float first = ref state == 0 ? ref Y : ref Unsafe.Add(ref C, (state - 1) * States);
            for (int unit = units; unit < CellProgram.Group; unit++)
            {
                Unsafe.Add(ref first, (group * StateGroup) + unit) = 0;
            }
        }
    }

    private static void Copy(ref float from, nint fromStep, ref float to, nint toStep, int groups)
    {
        for (; groups > 0; groups--)
        {
            Vector256.LoadUnsafe(ref from).StoreUnsafe(ref to);
            Vector256.LoadUnsafe(ref from, CellProgram.Group / 2).StoreUnsafe(ref to, CellProgram.Group / 2);
            from = ref Unsafe.Add(ref from, fromStep);
            to = ref Unsafe.Add(ref to, toStep);
        }
    }
}
