import { useId, type ReactNode } from 'react';

/** One of a few, all in sight: native radio buttons, shown as chips that wrap where texts are long. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly { readonly value: T; readonly label: ReactNode }[];
  onChoose: (value: T) => void;
}) {
  const name = useId();
  return (
    <div className="choices" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
